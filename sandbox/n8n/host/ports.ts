/** Free TCP ports of the loopback address. */
import { type AddressInfo, createServer, type Server } from 'node:net';

const HOST = '127.0.0.1';

function listen(port: number): Promise<Server> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, HOST, () => {
			resolve(server);
		});
	});
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

const close = (server: Server) =>
	new Promise<void>((resolve) => {
		server.close(() => {
			resolve();
		});
	});

/** Different ports that are free now. Another process may still take one before it is used. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
	const ports = servers.map(portOf);
	await Promise.all(servers.map(close));
	return ports;
}

/**
 * Makes sure that n8n can listen on a given port.
 * @throws Error that says what to do if it is in use or not permitted
 */
export async function requireFree(port: number): Promise<void> {
	try {
		await close(await listen(port));
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${code ?? String(error)})`;
		throw new Error(`Port ${port} ${why}: stop what uses it (perhaps another n8n), or choose another port.`);
	}
}
