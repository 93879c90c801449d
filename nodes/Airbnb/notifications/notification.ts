/** What Airbnb's notifications say. Pure. Source: code of public integrations. */
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { textOf } from '../../../core/text/read-text';
import { idOf } from '../responses/ids';
import { confirmationCodeOf } from '../reservations/airbnb.mapper';

/** The listing of Airbnb's own tests. */
export const TEST_LISTING = '0';

export interface Notification {
	/** Such as `reservation_cancellation_confirmation`; empty if there is none. */
	action: string;
	/** The reservation that it is about; `null` if it is about something else. */
	code: string | null;
	isTest: boolean;
}

/** Only which reservation is meant: nothing is signed, so what is said of it is not believed. */
export function readNotification(body: unknown): Notification {
	const fields: Fields = recordOf(body);
	const reservation = recordOf(fields['reservation']);
	const action = textOf(fields['action']) ?? '';
	const listing = idOf(reservation, 'listing_id') ?? idOf(fields, 'listing_id');
	return {
		action,
		code: confirmationCodeOf(reservation) ?? confirmationCodeOf(fields),
		isTest: action === 'test_notification' || listing === TEST_LISTING,
	};
}
