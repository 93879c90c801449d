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
	// As the systems of the neighbours say it.
	storniert: 'cancelled',
	annulliert: 'cancelled',
	annule: 'cancelled',
	annulee: 'cancelled',
	annullato: 'cancelled',
	annullata: 'cancelled',
	cancellato: 'cancelled',
	cancellata: 'cancelled',
	cancelado: 'cancelled',
	cancelada: 'cancelled',
	anulado: 'cancelled',
	anulada: 'cancelled',
	geannuleerd: 'cancelled',
	bestatigt: 'confirmed',
	bestaetigt: 'confirmed',
	gebucht: 'confirmed',
	reserviert: 'confirmed',
	confirmee: 'confirmed',
	reserve: 'confirmed',
	reservee: 'confirmed',
	confermato: 'confirmed',
	confermata: 'confirmed',
	prenotato: 'confirmed',
	prenotata: 'confirmed',
	confirmado: 'confirmed',
	confirmada: 'confirmed',
	reservado: 'confirmed',
	reservada: 'confirmed',
	bevestigd: 'confirmed',
	angereist: 'checked_in',
	eingecheckt: 'checked_in',
	arrive: 'checked_in',
	arrivato: 'checked_in',
	arrivata: 'checked_in',
	abgereist: 'checked_out',
	ausgecheckt: 'checked_out',
	parti: 'checked_out',
	partito: 'checked_out',
	partita: 'checked_out',
	nichtangereist: 'no_show',
	nichterschienen: 'no_show',
	noshow: 'no_show',
	checkedin: 'checked_in',
	checkin: 'checked_in',
	inhouse: 'checked_in',
	arrived: 'checked_in',
	checkedout: 'checked_out',
	checkout: 'checked_out',
	departed: 'checked_out',
};

/** The status in any spelling, such as `No-Show`, `CANCELLED` or `Annulée`; `null` if it is no status. */
export function statusNamed(text: string): ReservationStatus | null {
	return (
		SPELLINGS[
			text
				.slice(0, 30)
				.normalize('NFKD')
				.toLowerCase()
				.replace(/[\s_.\u2010-\u2015\p{M}-]+/gu, '')
				// By whom: the guest, the hotel, the channel.
				.replace(/(?<=^cancell?ed)by[a-z]+$/, '')
		] ?? null
	);
}
