/** Whether two texts name the same room: capitals, spaces around it and the way an accent is composed do not matter. */
export function sameRoomName(one: string, other: string): boolean {
	return normalisedRoomName(one) === normalisedRoomName(other);
}

export function normalisedRoomName(name: string): string {
	return name.normalize('NFC').trim().toLowerCase();
}
