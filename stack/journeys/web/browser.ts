import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { afterTests } from '@marquee/platform/testing';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of this machine; null where there is none. `apt-get install chromium` brings one. */
export const BROWSER: string | null =
  process.env.CHROMIUM ??
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }) ??
  null;

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

/** Pictures of every page, to look at after a run. */
const PICTURES = join(__dirname, '../../../.cache/web-journeys');
const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

const NOTE_LONG_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask', buffered: true });
`;

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } } as const;

export async function openBrowser(): Promise<Browser> {
  mkdirSync(PICTURES, { recursive: true });
  const browser = await chromium.launch({ executablePath: BROWSER!, args: FLAGS });
  afterTests(() => browser.close());
  return browser;
}

/** Somebody in front of a browser of their own, whose faults and requests are written down. */
export class Visitor {
  readonly faults: string[] = [];
  readonly requests: { readonly url: string; readonly operation: string | null }[] = [];

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly origin: string,
  ) {}

  static async arrive(browser: Browser, origin: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Visitor> {
    const context = await browser.newContext({ viewport: SIZES.desk, baseURL: origin, ...options });
    const page = await context.newPage();
    const visitor = new Visitor(page, context, origin);
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => visitor.faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      // A network that is off by the test's own doing is not a fault.
      if (message.type() === 'error' && !/net::ERR_(INTERNET_DISCONNECTED|FAILED)|WebSocket connection/.test(message.text()))
        visitor.faults.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) visitor.faults.push(`outside: ${url}`);
      visitor.requests.push({ url, operation: operationIn(request.postData()) });
    });
    await page.addInitScript(NOTE_LONG_TASKS);
    return visitor;
  }

  async signIn(emailOrUsername: string, password: string): Promise<void> {
    const { page } = this;
    await page.goto('/sign-in');
    await page.getByLabel('Email or username').fill(emailOrUsername);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  }

  /** Takes pictures of the page as it is, on a desk by day and on a phone by night, and looks for what keeps people out. */
  async look(name: string): Promise<void> {
    await this.page.locator('h1').waitFor();
    const { page } = this;
    for (const [size, colorScheme] of [
      ['desk', 'light'],
      ['phone', 'dark'],
    ] as const) {
      await page.setViewportSize(SIZES[size]);
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(PICTURES, `${name}-${size}.png`), fullPage: true });
      await page.evaluate(AXE);
      const violations = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>('axe.run().then((found) => found.violations)');
      this.faults.push(...violations.map(({ id, nodes }) => `${name} (${size}): ${id}: ${nodes.map(({ html }) => html).join(' | ')}`));
      const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      if (tooWide > 0) this.faults.push(`${name} (${size}): ${tooWide} pixels too wide`);
    }
    await page.setViewportSize(SIZES.desk);
    await page.emulateMedia({ colorScheme: 'light' });
  }

  /** How long the page kept the browser from answering, in milliseconds: its longest tasks. */
  longTasks(): Promise<number[]> {
    return this.page.evaluate<number[]>('longTasks');
  }

  operationsSent(): string[] {
    return this.requests.flatMap(({ operation }) => (operation ? [operation] : []));
  }
}

function operationIn(body: string | null): string | null {
  try {
    return (JSON.parse(body ?? '') as { operationName?: string }).operationName ?? null;
  } catch {
    return null;
  }
}
