import { forwardedTo } from '../../../../../nodes/Airbnb/calendar-feed/forwarding';

const FROM = 'https://www.channel.example/calendar/1.ics?s=secret';

it.each([
	['https://fr.channel.example/1.ics?s=x', 'https://fr.channel.example/1.ics?s=x'],
	['/ical/1.ics?s=x', 'https://www.channel.example/ical/1.ics?s=x'],
	['//fr.channel.example/1.ics', 'https://fr.channel.example/1.ics'],
])('goes on to %s', (location, address) => {
	expect(forwardedTo(FROM, location, false)).toEqual({ address });
});

it.each<[unknown, RegExp]>([
	['http://www.channel.example/1.ics?s=x', /must begin with https/],
	['ftp://www.channel.example/1.ics', /must be a whole address/],
	['file:///etc/passwd', /must be a whole address/],
	['https://', /cannot be read/],
	[undefined, /cannot be read/],
	[['https://a.example'], /cannot be read/],
	['http://127.0.0.1:5678/rest', /own network/],
	['https://localhost/', /own network/],
	['https://10.0.0.5/', /own network/],
	['https://172.16.0.1/', /own network/],
	['https://192.168.1.1/', /own network/],
	['https://169.254.169.254/latest', /own network/],
	['https://0x7f000001/', /own network/],
	['https://0.0.0.0/', /own network/],
	['https://[::1]/', /own network/],
	['https://[::]/', /own network/],
	['https://[fd00::1]/', /own network/],
	['https://[fe80::1]/', /own network/],
	['https://[::ffff:10.0.0.1]/', /own network/],
])('does not go on to %s, and shows no address', (location, reason) => {
	const { failure } = forwardedTo(FROM, location, false) as { failure: string };
	expect(failure).toMatch(reason);
	expect(failure).not.toMatch(/secret|channel\.example|passwd|5678|\d+\.\d+/);
});

it.each(['https://172.32.0.1/', 'https://11.0.0.1/', 'https://100.example/', 'https://fd.example/'])(
	'takes %s for what it is, an address outside',
	(location) => expect(forwardedTo(FROM, location, false)).toEqual({ address: location }),
);

it('goes on over http where the credential allows it, and within a network that it began in', () => {
	expect(forwardedTo(FROM, 'http://www.channel.example/1.ics', true)).toEqual({
		address: 'http://www.channel.example/1.ics',
	});
	expect(forwardedTo('http://127.0.0.1:4000/a', '/b', false)).toEqual({ address: 'http://127.0.0.1:4000/b' });
});
