/** Each booking of a calendar once, whatever its events share. Pure. */
import type { Entry } from './entry';

/**
 * What stands twice in a calendar is one, in one piece if the pieces touch. Entries that share a code and nothing else are
 * a stay each: which of them is right nobody can tell, and the nights of none may be sold twice. Those that share a UID and
 * nothing else, or have none, are told apart by their dates.
 */
export function distinct(entries: readonly Entry[]): Entry[] {
	const groups = new Map<string, Entry[]>();
	for (const entry of entries) {
		const name = entry.code !== null ? `code ${entry.code}` : `uid ${entry.uid}`;
		groups.set(name, [...(groups.get(name) ?? []), entry]);
	}
	return [...groups.values()].flatMap((group) => {
		const [first] = group;
		if (first === undefined) return [];
		if (first.code !== null) return joinedPieces(group);
		if (group.length === 1 && first.uid !== '') return group;
		const pieces = first.uid === '' ? group : joinedPieces(group);
		if (pieces.length === 1 && first.uid !== '') return pieces;
		const counts = new Map<string, number>();
		return pieces.map((entry) => {
			const dates = `${entry.checkIn}/${entry.checkOut}`;
			const count = (counts.get(dates) ?? 0) + 1;
			counts.set(dates, count);
			return { ...entry, uid: `${entry.uid}#${dates}${count > 1 ? `#${count}` : ''}` };
		});
	});
}

function joinedPieces(group: readonly Entry[]): Entry[] {
	const pieces: Entry[] = [];
	for (const entry of [...group].sort((a, b) => (a.checkIn < b.checkIn ? -1 : 1))) {
		const last = pieces.at(-1);
		if (last === undefined || entry.checkIn > last.checkOut) pieces.push(entry);
		else if (entry.checkOut > last.checkOut) pieces[pieces.length - 1] = { ...last, checkOut: entry.checkOut };
	}
	return pieces;
}

/** Those that share their code. @param bookings each booking once */
export function sharingCode(bookings: readonly Entry[]): Entry[] {
	const counts = new Map<string, number>();
	for (const { code } of bookings) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
	return bookings.filter(({ code }) => code !== null && (counts.get(code) ?? 0) > 1);
}
