import type { ReservationStatus } from './model';

const SPELLINGS: Readonly<Record<string, ReservationStatus>> = {
	confirmed: 'confirmed',
	confirm: 'confirmed',
	booked: 'confirmed',
	reserved: 'confirmed',
	cancelled: 'cancelled',
	canceled: 'cancelled',
	cancel: 'cancelled',
	cancellation: 'cancelled',
	// As front desks shorten it.
	cxl: 'cancelled',
	cxld: 'cancelled',
	canx: 'cancelled',
	noshow: 'no_show',
	checkedin: 'checked_in',
	checkin: 'checked_in',
	inhouse: 'checked_in',
	arrived: 'checked_in',
	checkedout: 'checked_out',
	checkout: 'checked_out',
	departed: 'checked_out',
};

/** The status in any spelling, such as `No-Show`, `CANCELLED` or `checked in`; `null` if it is no status. */
export function statusNamed(text: string): ReservationStatus | null {
	return (
		SPELLINGS[
			text
				.slice(0, 30)
				.toLowerCase()
				.replace(/[\s_.\u2010-\u2015-]+/g, '')
				// By whom: the guest, the hotel, the channel.
				.replace(/(?<=^cancell?ed)by[a-z]+$/, '')
		] ?? null
	);
}
