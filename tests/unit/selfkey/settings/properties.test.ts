/** Which properties a hotel's settings let in, and what is said of the others. */
import { readProperties, refuseOtherProperty } from '../../../../selfkey/settings/properties';

const properties = readProperties({ opera: ['PARADISE'], airbnb: ['987654'] });
const said = (channel: string, propertyId: string) => {
	try {
		refuseOtherProperty({ channel, propertyId }, properties, 'hotel-paradise');
		return '';
	} catch (error) {
		return (error as Error).message;
	}
};

test.each([
	['opera', 'PARADISE', /^$/],
	['booking.com', '7', /^$/],
	['airbnb', '7', /^Property 7 of airbnb does not belong to hotel-paradise: add it/],
	['opera', 'DU_LAC', /^Property DU_LAC of opera does not belong to hotel-paradise: add it/],
	// Added beside the other, it would give one stay two keys.
	[
		'opera',
		'Paradise',
		/^Property Paradise of opera is PARADISE in the settings of hotel-paradise: write it there as in/,
	],
])('%s %s: %s', (channel, propertyId, expected) => {
	expect(said(channel, propertyId)).toMatch(expected);
});
