/** Collects tests and runs them one after the other; prints the closing line. */
export class Tests {
  #tests = [];

  add(name, run) {
    this.#tests.push({ name, run });
  }

  /** `only`: part of the names of those to run. `slow` prints what took longer than so many seconds. */
  async run(only, slow = Infinity) {
    let passed = 0;
    let failed = 0;
    for (const { name, run } of this.#tests) {
      if (only && !name.includes(only)) continue;
      const began = Date.now();
      try {
        await run();
        passed++;
      } catch (error) {
        failed++;
        console.log(`FAIL ${name}\n  ${String(error?.message ?? error).split('\n').slice(0, 12).join('\n  ')}`);
      }
      if (Date.now() - began > slow * 1000) console.log(`  ${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    }
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0;
  }
}
