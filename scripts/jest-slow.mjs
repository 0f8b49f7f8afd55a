import { jest } from '@jest/globals';

// Databases and browsers take their time on a busy machine; a project of Jest's configuration cannot say so.
jest.setTimeout(120_000);
