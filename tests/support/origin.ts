import type { Origin } from '../../core/channel/origin';

/** An origin as one word: the channel's name, or the kind; `none` of a snapshot. */
export const originWord = (origin: Origin | null): string =>
	origin === null ? 'none' : origin.kind === 'channel' ? origin.channel : origin.kind;
