/** The place for things that are too large or too slow to be created again for each clone. */
const { homedir } = require('node:os');
const path = require('node:path');

/**
 * The cache folder, outside the clone: `$N8N_HOTEL_CACHE`, else `$XDG_CACHE_HOME/n8n-nodes-hotel`,
 * else `~/.cache/n8n-nodes-hotel`. It need not exist.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home the user's home folder
 * @returns {string} an absolute path
 */
function cacheFolder(env = process.env, home = homedir()) {
	if (env.N8N_HOTEL_CACHE) return path.resolve(env.N8N_HOTEL_CACHE);
	// The XDG specification says that relative paths are to be ignored.
	const xdg = env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : undefined;
	return path.join(xdg ?? path.join(home, '.cache'), 'n8n-nodes-hotel');
}

module.exports = { cacheFolder };
