import type { Locator, Page } from 'playwright-core';

export const PASSWORD = 'a long way from anywhere';

/** The web app as a person uses it: by what is written on the screen. */
export class AppPage {
  readonly #page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.#page = page;
    this.#url = url;
  }

  get page(): Page {
    return this.#page;
  }

  async goto(path = '/inbox'): Promise<void> {
    await this.#page.goto(`${this.#url}${path}`);
  }

  async signUp(email: string): Promise<void> {
    await this.#enter('/sign-up', email, 'Create account');
  }

  async signIn(email: string): Promise<void> {
    await this.#enter('/sign-in', email, 'Sign in');
  }

  async #enter(path: string, email: string, button: string): Promise<void> {
    await this.goto(path);
    await this.#page.getByLabel('E-mail').fill(email);
    await this.#page.getByLabel('Password').fill(PASSWORD);
    await this.#page.getByRole('button', { name: button, exact: true }).click();
    await this.quickAdd().waitFor();
  }

  /** Until the app would open again without a network. It would install itself later, when its start is long over. */
  async installed(): Promise<void> {
    await this.#page.evaluate(async () => {
      const { serviceWorker } = navigator;
      await serviceWorker.register('/sw.js', { updateViaCache: 'none' });
      // In charge, and not only there: a part of the app that is not here yet comes from the worker.
      while (!serviceWorker.controller) {
        await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
      }
    });
  }

  /** Until what the device keeps beside the content, such as what is typed and not entered, would be there after a reload. */
  async kept(): Promise<void> {
    await this.#page.locator('html:not([data-keeping])').waitFor({ state: 'attached' });
  }

  quickAdd(): Locator {
    return this.#page.getByRole('textbox', { name: 'Add a task' });
  }

  /** Adds a task; resolves when the app has said that it is saved. */
  async add(title: string): Promise<void> {
    const saved = await this.saved();
    await this.quickAdd().fill(title);
    await this.quickAdd().press('Enter');
    await this.savedAtLeast(saved + 1);
  }

  /** How many changes this tab has said are saved. */
  async saved(): Promise<number> {
    return Number((await this.#page.locator('html').getAttribute('data-saved')) ?? 0);
  }

  async savedAtLeast(count: number): Promise<void> {
    await this.#page.waitForFunction((least) => Number(document.documentElement.dataset.saved ?? 0) >= least, count);
  }

  row(title: string): Locator {
    return this.#page.locator('[data-task]').filter({ hasText: title });
  }

  tick(title: string): Locator {
    return this.#page.getByRole('checkbox', { name: `Complete ${title}`, exact: true }).first();
  }

  async complete(title: string): Promise<void> {
    const saved = await this.saved();
    await this.tick(title).click();
    await this.savedAtLeast(saved + 1);
  }

  /** Opens a task's details, changes them, and closes them again. */
  async edit(title: string, change: { title?: string; description?: string; priority?: string }): Promise<void> {
    await this.row(title).getByRole('link').click();
    const details = this.#page.getByRole('complementary', { name: 'Task details' });
    for (const [label, text] of [
      ['Title', change.title],
      ['Description', change.description],
    ] as const) {
      if (text === undefined) continue;
      const saved = await this.saved();
      await details.getByRole('textbox', { name: label }).fill(text);
      await details.getByRole('textbox', { name: label }).blur();
      await this.savedAtLeast(saved + 1);
    }
    if (change.priority !== undefined) {
      const saved = await this.saved();
      await details.getByRole('radio', { name: change.priority }).click();
      await this.savedAtLeast(saved + 1);
    }
    await details.getByRole('button', { name: 'Close' }).click();
  }

  noteRow(name: string): Locator {
    return this.#page.locator('[data-note]').filter({ hasText: name });
  }

  noteText(): Locator {
    return this.#page.getByRole('textbox', { name: 'Text', exact: true });
  }

  /** Begins a note, and leaves the cursor at the end of its text. */
  async newNote(title: string, text: string): Promise<void> {
    const before = this.#page.url();
    await this.#page.getByRole('button', { name: 'New note' }).click();
    await this.#page.waitForURL(({ href }) => href !== before);
    const field = this.#page.locator('[data-note-page]').getByRole('textbox', { name: 'Title' });
    await field.waitFor();
    const saved = await this.saved();
    await field.fill(title);
    await field.press('Enter');
    await this.savedAtLeast(saved + 1);
    await this.write(text);
  }

  async openNote(name: string): Promise<void> {
    await this.noteRow(name).click();
    await this.noteText().waitFor();
  }

  /** Writes where the cursor is, all at once; resolves when the app has said that it is saved. */
  async write(text: string): Promise<void> {
    await this.noteText().focus();
    const saved = await this.saved();
    await this.#page.keyboard.insertText(text);
    await this.savedAtLeast(saved + 1);
  }

  /** The lines of the open note, as they are shown. */
  async noteLines(): Promise<string[]> {
    return this.#page.locator('[data-note-body] .cm-line').allTextContents();
  }

  status(): Locator {
    return this.#page.getByTestId('sync-status').first();
  }

  /** Until the status line says so. */
  async says(text: RegExp): Promise<void> {
    await this.status().filter({ hasText: text }).waitFor();
  }

  /** Until the app says that everything is on the server. */
  async synced(timeout = 20_000): Promise<void> {
    await this.#page
      .locator('[data-testid=sync-status][data-pending="0"][data-road="open"][data-caught-up="true"]')
      .first()
      .waitFor({ state: 'attached', timeout });
  }

  async pending(count: number): Promise<void> {
    await this.#page
      .locator(`[data-testid=sync-status][data-pending="${count}"]`)
      .first()
      .waitFor({ state: 'attached' });
  }

  details(): Locator {
    return this.#page.getByRole('complementary', { name: 'Task details' });
  }

  /** Opens a task's details beside its list. */
  async open(title: string): Promise<Locator> {
    await this.row(title).getByRole('link').first().click();
    await this.details().waitFor();
    return this.details();
  }

  /** Goes through the sidebar: the page is not loaded again, and what it remembers stays. */
  async visit(screen: string): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen }).click();
    await this.#page.getByRole('heading', { level: 1, name: screen }).waitFor();
  }

  /** What waits for a choice, by a text in it. */
  conflict(text: string): Locator {
    return this.#page.locator('[data-conflict]').filter({ hasText: text });
  }

  /** A line of the history in the open details. */
  event(text: string | RegExp): Locator {
    return this.details().getByRole('listitem').filter({ hasText: text });
  }

  /** Runs what makes durable changes, and waits for `count` of them. */
  async saves(act: () => Promise<unknown>, count = 1): Promise<void> {
    const before = await this.saved();
    await act();
    await this.savedAtLeast(before + count);
  }
}
