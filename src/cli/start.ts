import { build, preview } from 'vite';

/** `npm start`: builds the app and serves it in the foreground. The last line printed is its address; PORT chooses another port than 4173. */

const port = Number(process.env['PORT'] ?? 4173);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`PORT must be a number from 0 to 65535; it was "${process.env['PORT']}".`);
  process.exit(2);
}

await build({ logLevel: 'warn' });
try {
  const server = await preview({ preview: { port, strictPort: true }, logLevel: 'warn' });
  console.log(server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`);
} catch (error) {
  console.error(
    `The app was built but cannot be served on port ${port}: ${error instanceof Error ? error.message : String(error)}. Choose another port: PORT=5000 npm start.`,
  );
  process.exit(1);
}
