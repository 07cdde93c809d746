/** The release of aoconnect that publishes: no file of it is part of this page. */

/** As package.json names it. */
export const AOCONNECT_VERSION = '0.0.98';

/** Of its build for browsers, as npm has it: no other bytes run beside a key. */
export const AOCONNECT_INTEGRITY = 'sha384-xjN7aKnN0U0XFiMIrFhqWXimbyR00+ddx4IYf8UpuWlc0Y5pdCmxNKDmjQdYl7mM';

/** What loading it takes, in words. */
export const AOCONNECT_SIZE = '2 MB';

/** Where it may lie beside the page; `npm start` has it there. */
const BESIDE = 'aoconnect.js';

/** Which answers to any page, with the files of npm. */
const DELIVERY = `https://cdn.jsdelivr.net/npm/@permaweb/aoconnect@${AOCONNECT_VERSION}/dist/browser.js`;

/** Where it is looked for, in this order. @param page URL of the page. */
export const aoconnectUrls = (page: string): readonly URL[] => [new URL(BESIDE, page), new URL(DELIVERY)];
