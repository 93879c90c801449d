/** Somebody else's error text, as it may be kept and shown. */
import { reasonText } from '../../../../core/text/clean-reason';

test.each([
	'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzIn0.c2lnbmF0dXJl-_',
	'eyJhbGciOiJSUzI1NiJ9.eyJzdWIi',
	'eyJhbGciOiJSUzI1NiJ9',
])('a token is known by how it looks, also where nobody knows it yet: %s', (given) => {
	expect(reasonText(`Invalid ${given}, try again`)).toBe('Invalid […], try again');
});

test('nothing of a secret stays that only begins like a token', () => {
	for (const secret of ['eyJhbGciOiJSU0Et.AAAAAA.BBBBBB.CCCCCC.DDDDDD', 'eyJpdiI6IjEyMzQ1Ng+abcdef/SECRETREST=='])
		for (const name of ['token=', 'access_token: ']) expect(reasonText(`Bad ${name}${secret}`)).toBe(`Bad ${name}[…]`);
});
