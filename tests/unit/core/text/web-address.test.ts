import { isLoopback, validateWebAddress } from '../../../../core/text/web-address';

describe('an address that keys are sent to', () => {
	it.each([
		'https://selfkey.example.com',
		'HTTPS://selfkey.example.com/base/',
		'https://192.168.1.4:8443',
		'http://localhost:3000',
		'http://LOCALHOST',
		'http://127.0.0.1:8080/x',
		'http://127.1',
		'http://127.200.3.4',
		'http://2130706433',
		'http://[::1]:3000',
		'http://[0:0:0:0:0:0:0:1]',
		'http://[::ffff:127.0.0.1]',
	])('may be %s', (address) => {
		expect(validateWebAddress(address)).toBeNull();
	});

	it.each([
		'http://selfkey.example.com',
		'HTTP://selfkey.example.com',
		'http://192.168.1.4',
		'http://10.0.0.1:3000',
		'http://0.0.0.0:3000',
		'http://[::]',
		'http://[fe80::1]',
		'http://[::ffff:10.0.0.1]',
		'http://localhost.example.com',
		'http://127.0.0.1.example.com',
		'http://128.0.0.1',
		'http://localhost@example.com',
		'http://example.com#localhost',
	])('is %s only where http is allowed', (address) => {
		expect(validateWebAddress(address)).toMatch(/^must begin with https:\/\/ .*switch on "Allow Unencrypted HTTP"/);
		expect(validateWebAddress(address, true)).toBeNull();
	});

	it.each([
		'',
		'selfkey.example.com',
		'/api',
		'ftp://example.com',
		'javascript:alert(1)',
		'https:',
		'https:///x',
		'http://',
	])('is never "%s"', (address) => {
		for (const allowsHttp of [false, true])
			expect(validateWebAddress(address, allowsHttp)).toMatch(/^must be a whole address/);
	});
});

it('knows this machine by no other name', () => {
	for (const name of ['localhost', '127.0.0.1', '[::1]', '[::ffff:7f00:1]']) expect(isLoopback(name)).toBe(true);
	for (const name of ['', 'localhost.', 'my.localhost', '127.0.0.1.nip.io', '[::2]', '1.127.0.0', '[::ffff:8000:1]'])
		expect(isLoopback(name)).toBe(false);
});
