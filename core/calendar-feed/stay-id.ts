/** Under which id a stay of a calendar is known: in the key of its reservation. Pure. */
import type { Entry } from './entry';

/** The code, else the UID; another stay may have been seen with it first, here or in another room's calendar. */
export function freeId({ code, uid }: Pick<Entry, 'code' | 'uid'>, isTaken: (id: string) => boolean): string {
	let id = code ?? uid;
	while (isTaken(id)) id = idAfter(id);
	return id;
}

export function idAfter(id: string): string {
	const [, before = id, count = '1'] = /^(.*)~(\d+)$/s.exec(id) ?? [];
	return `${before}~${Number(count) + 1}`;
}
