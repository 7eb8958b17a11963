import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/start-program.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Three windows and the program share the machine.
    expect: { poll: { timeout: 15_000 } },
    // One program, one browser: the people in it would be in each other's way.
    fileParallelism: false,
  },
});
