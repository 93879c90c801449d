import { readSettings } from '../../../../selfkey/settings/integration-settings';

describe('settings', () => {
	it('have safe defaults for whatever the configuration holds', () => {
		const defaults = {
			createMissingRooms: false,
			collectsTouristTax: false,
			ownerAmount: 'none',
			markAsPaid: 'always',
			changeFeed: false,
			currency: 'CHF',
			timeZone: 'Europe/Zurich',
		};
		for (const configuration of [
			null,
			undefined,
			'x',
			[],
			{},
			{ roomMap: 1, createMissingRooms: 'yes', ownerAmount: 'all', currency: 'euro', timeZone: 'Mars/Base' },
		]) {
			expect(readSettings(configuration)).toEqual(defaults);
		}
	});
});
