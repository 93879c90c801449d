/** How many characters of a text are kept. */
export const MAX_REMARK = 4_000;
export const MAX_NAME = 500;
