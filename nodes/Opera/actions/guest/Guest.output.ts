/** What each operation gives out, for the editor. */
import type { OperaGuest } from '../../guests/guest';
import type { GuestOutcome } from '../../guests/upsert-guest';
import { list, object, text, textOrNull, withFields } from '../../../shared/operations/output-schema';

const guest = object<OperaGuest>({
	profileId: text,
	firstName: textOrNull,
	lastName: textOrNull,
	emails: list(text),
	phones: list(text),
	language: textOrNull,
	nationality: textOrNull,
});

export const outputs = {
	get: guest,
	getAll: withFields(guest, { unread: text }),
	upsert: object({ opera: object<GuestOutcome>({ profileId: text, outcome: text }) }),
};
