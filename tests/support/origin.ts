import type { Origin } from '../../core/channel/origin';

/** An origin as one word: the channel's name, or the kind. */
export const originWord = (origin: Origin): string => (origin.kind === 'channel' ? origin.channel : origin.kind);
