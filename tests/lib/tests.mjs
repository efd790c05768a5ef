/** Collects tests and runs them one after the other; prints the closing line. */
export class Tests {
  #tests = [];

  add(name, run) {
    this.#tests.push({ name, run });
  }

  /** `only`: part of the names of those to run. `slow` prints what took longer than so many seconds.
      `tries`: a browser on a busy machine may stumble; what passes only then is named. */
  async run(only, slow = Infinity, tries = 1) {
    let passed = 0;
    let failed = 0;
    for (const { name, run } of this.#tests) {
      if (only && !name.includes(only)) continue;
      const began = Date.now();
      for (let left = tries; left > 0; left--) {
        try {
          await run();
          passed++;
          break;
        } catch (error) {
          failed += left === 1 ? 1 : 0;
          const why = String(error?.message ?? error).split('\n').slice(0, 12).join('\n  ');
          console.log(`${left === 1 ? 'FAIL' : 'tried again:'} ${name}\n  ${why}`);
        }
      }
      if (Date.now() - began > slow * 1000) console.log(`  ${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    }
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0;
  }
}
