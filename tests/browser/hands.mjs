// Two ways to use a page: with a mouse, and with a keyboard alone (Tab, Enter, Space, arrows
// among radio buttons, and typing).
import assert from 'node:assert/strict';

/** Names the element that has the focus, for messages. */
const focused = (page) => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? 'nothing');

export class Mouse {
  static title = 'by mouse';

  constructor(page) {
    this.page = page;
  }

  press(target) {
    return this.page.locator(target).first().click();
  }

  type(target, text) {
    return this.page.locator(target).first().fill(text);
  }

  choose(target, value) {
    return this.page.locator(target).first().selectOption(value);
  }

  tick(target) {
    return this.page.locator(target).first().check();
  }
}

export class Keyboard {
  static title = 'by keyboard';

  constructor(page) {
    this.page = page;
  }

  /** Presses Tab until the target has the focus; it must be reachable and the focus visible. */
  async reach(target) {
    const wanted = await this.page.locator(target).first().elementHandle({ timeout: 5000 });
    for (let n = 0; n < 400; n++) {
      const there = await this.page.evaluate((e) => e === document.activeElement, wanted);
      if (there) {
        const seen = await this.page.evaluate((e) => {
          const ring = (x) => {
            const s = getComputedStyle(x);
            return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
          };
          return ring(e) || (e.parentElement && ring(e.parentElement));
        }, wanted);
        assert.ok(seen, `the focus cannot be seen at ${target}`);
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    assert.fail(`Tab never reaches ${target}; the focus is at ${await focused(this.page)}`);
  }

  async press(target) {
    await this.reach(target);
    await this.page.keyboard.press('Enter');
  }

  async type(target, text) {
    await this.reach(target);
    await this.page.keyboard.press('ControlOrMeta+A');
    if (text === '') await this.page.keyboard.press('Delete');
    else await this.page.keyboard.insertText(text);
  }

  /** A select is gone through by typing the beginning of an option's words. */
  async choose(target, value) {
    await this.reach(target);
    const words = await this.page.locator(target).first().locator(`option[value="${value}"]`).innerText();
    await this.page.keyboard.type(words, { delay: 5 });
    assert.equal(await this.page.locator(target).first().inputValue(), value, `typing “${words}” chooses it`);
  }

  /** Of radio buttons Tab reaches the chosen one; arrows lead to the others. */
  async tick(target) {
    const box = this.page.locator(target).first();
    const chosen = await box.evaluate((e) => e.type === 'radio' && !e.checked
      && [...document.getElementsByName(e.name)].find((other) => other.checked)?.value);
    if (chosen) {
      await this.reach(`input[name="${await box.getAttribute('name')}"][value="${chosen}"]`);
      for (let n = 0; n < 50 && !(await box.isChecked()); n++) await this.page.keyboard.press('ArrowDown');
    } else {
      await this.reach(target);
      await this.page.keyboard.press('Space');
    }
    assert.ok(await this.page.locator(target).first().isChecked(), `${target} is ticked`);
  }
}
