/** One project for each ring of tests, fastest first; the suffix of a file says which ring it is in. */
const ring = (displayName, testMatch, options = {}) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/out/', '/.next/', '<rootDir>/data/'],
  modulePathIgnorePatterns: ['/out/', '/.next/', '<rootDir>/data/'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: false, decorators: true },
          transform: { legacyDecorator: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'es6' },
      },
    ],
  },
  ...options,
});

const slow = { setupFilesAfterEnv: ['<rootDir>/scripts/jest-slow.mjs'] };
const withServer = { ...slow, globalSetup: '<rootDir>/scripts/jest-server.mjs' };

export default {
  projects: [
    ring('pure', ['**/*.test.ts'], {
      testPathIgnorePatterns: ['/node_modules/', '/out/', '/.next/', '<rootDir>/data/', '\\.(sql|pg|e2e)\\.test\\.ts$'],
    }),
    ring('sql', ['**/*.sql.test.ts'], slow),
    ring('services', ['**/*.pg.test.ts'], withServer),
    ring('browser', ['**/*.e2e.test.ts'], withServer),
  ],
};
