import { chromiumPath } from './browser';

/** Where there is no Chromium, `npm test` says so, and fails on CI. */
export const describeWithBrowser = chromiumPath() ? describe : describe.skip;
