/** Which credential n8n's editor gives to an imported node. */
import { Airbnb } from '../../../../nodes/Airbnb/Airbnb.node';
import { isShown } from '../../../../sandbox/n8n/host/editor-import';

const usable = (parameters: Record<string, unknown>) =>
	new Airbnb().description.credentials
		?.filter(({ displayOptions }) => isShown({ displayOptions: displayOptions as never }, { parameters }))
		.map(({ name }) => name);

test('a node for calendars gets their credential, however new the others are', () => {
	expect(usable({ resource: 'calendarFeed', operation: 'getPage' })).toEqual(['calendarFeedsApi']);
	expect(usable({ resource: 'reservation', operation: 'getPage' })).toEqual(['airbnbApi']);
});

test('a node that needs none gets none', () => {
	expect(usable({ resource: 'calendarFeed', operation: 'create' })).toEqual([]);
});
