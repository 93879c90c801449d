/**
 * Who the guest is. SelfKey requires documents, which no channel sends, and a whole address, of which some
 * channels send street and country. What nobody has sent holds a declared placeholder until the desk has asked. What the desk has entered is never overwritten.
 */
import type { Booker } from '../../core/reservation/model';
import type { IdentityValues } from '../ports/records';

/**
 * What stands in a required column while nobody knows better. The birth date is one no living guest has, the
 * address ends in a top-level domain that can never receive mail (RFC 2606).
 */
export const IDENTITY_SENTINEL: Readonly<IdentityValues> = {
	clientFirstName: '-',
	clientLastName: '-',
	clientEmail: 'unknown@guest.invalid',
	clientPhone: '-',
	clientBirthDate: '1800-01-01',
	clientAddress: '-',
	clientPostalCode: '-',
	clientCity: '-',
	clientCountry: '-',
	clientIdNumber: 'TO-BE-ASKED',
};

/** What the law wants to know of every guest. */
export const REGISTRATION_COLUMNS = [
	'clientBirthDate',
	'clientIdNumber',
	'clientAddress',
	'clientPostalCode',
	'clientCity',
	'clientCountry',
] as const;

/** What the channel knows of the guest, the placeholder for the rest. Birth date, identity number, postal code and city never do. */
export function identityOf(booker: Booker): IdentityValues {
	return {
		...IDENTITY_SENTINEL,
		clientFirstName: booker.firstName ?? IDENTITY_SENTINEL.clientFirstName,
		clientLastName: booker.lastName ?? IDENTITY_SENTINEL.clientLastName,
		clientEmail: booker.email ?? IDENTITY_SENTINEL.clientEmail,
		clientPhone: booker.phone ?? IDENTITY_SENTINEL.clientPhone,
		clientAddress: booker.address ?? IDENTITY_SENTINEL.clientAddress,
		clientCountry: booker.country ?? IDENTITY_SENTINEL.clientCountry,
	};
}

/** Whether the desk has still to ask for any of the guest's documents. */
export function isIdentityMissing(values: IdentityValues): boolean {
	return missingRegistration(values).length > 0;
}

/** The columns that still hold the placeholder. */
export function missingRegistration(values: IdentityValues): string[] {
	return REGISTRATION_COLUMNS.filter((column) => values[column] === IDENTITY_SENTINEL[column]);
}
