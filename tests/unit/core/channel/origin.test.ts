import { HOUSE_ORIGINS, originOf, readOrigin, type OriginKind } from '../../../../core/channel/origin';

it('names the channel of its message, and no channel otherwise', () => {
	expect(originOf('channel', 'booking.com')).toEqual({ kind: 'channel', channel: 'booking.com' });
	expect(originOf('frontDesk', 'booking.com')).toEqual({ kind: 'frontDesk' });
});

it.each(['channel', ...Object.keys(HOUSE_ORIGINS)] as OriginKind[])('%s is read as it is written', (kind) => {
	const origin = originOf(kind, 'my-pms');
	expect(readOrigin(JSON.parse(JSON.stringify(origin)))).toEqual(origin);
});

it.each([
	...[null, undefined, 'desk', 'booking.com', 1, [], {}],
	...[{ kind: 'desk' }, { kind: 'toString' }, { kind: 'channel' }, { kind: 'channel', channel: '' }],
	{ kind: 'channel', channel: 1 },
])('%j is no origin', (value) => {
	expect(readOrigin(value)).toBeNull();
});

it('drops what is not part of it', () => {
	expect(readOrigin({ kind: 'direct', channel: 'booking.com' })).toEqual({ kind: 'direct' });
});
