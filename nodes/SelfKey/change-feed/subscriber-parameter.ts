/** Whom a workflow serves: the name under which SelfKey keeps what it has still to be told. */

/** @throws RangeError where the text is no subscriber's name */
export function checkedSubscriber(name: string): string {
	if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) {
		throw new RangeError(
			'"Subscriber" must be a name for what this workflow serves, such as opera: up to 64 letters, digits, points, hyphens and underscores',
		);
	}
	return name;
}
