import { tsImport } from 'tsx/esm/api';

/** Next's hook at the end of every build, so that no build of the app is without its service worker. */
export default {
  name: 'service worker',
  async onBuildComplete() {
    const { writeServiceWorker } = await tsImport('./precache.ts', import.meta.url);
    console.log(`  ${writeServiceWorker()}`);
  },
};
