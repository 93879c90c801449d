/** See cache.js: the cache folder, outside the clone. */
export function cacheFolder(env?: NodeJS.ProcessEnv, home?: string): string;
