/** See lock.js: runs `work` while no other process of this machine does under the same lock file. */
export function withLock<T>(
	file: string,
	options: { onWait?: (pid: number) => void },
	work: () => Promise<T>,
): Promise<T>;
