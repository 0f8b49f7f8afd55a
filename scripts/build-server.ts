import { server } from './build.ts';

await server();
