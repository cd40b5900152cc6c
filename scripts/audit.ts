/**
 * npm run audit: every dependency is pinned by a hash, and none has a known weakness, except those that
 * accepted-advisories.json lists with a reason. Where the registry gives no advisories, it says that they were not
 * checked.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { judge, unpinned, type Accepted, type AuditReport, type LockFile } from './advisories.ts';
import { main } from './common.ts';

const ACCEPTED = 'scripts/accepted-advisories.json';

await main(async () => {
  const loose = unpinned(JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile);
  for (const path of loose) print(`✗ ${path} is not pinned by a hash.`);

  const { stdout } = spawnSync('npm', ['audit', '--json'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const report = read(stdout);
  if (!report) {
    print('The registry gives no advisories here: known weaknesses were not checked.');
    return loose.length > 0 ? 1 : 0;
  }
  const accepted = JSON.parse(readFileSync(ACCEPTED, 'utf8')) as Accepted[];
  const { open, stale } = judge(report, accepted);
  for (const { name, severity, title, url } of open) print(`✗ ${name}, ${severity}: ${title} (${url})`);
  for (const one of stale) print(`✗ ${one.advisory} of ${one.package} is gone: take it out of ${ACCEPTED}.`);
  for (const one of accepted) print(`accepted: ${one.package} ${one.advisory}: ${one.reason}`);
  const failed = loose.length + open.length + stale.length;
  if (failed === 0)
    print('✓ Every dependency is pinned, and none has a known weakness that was not accepted.');
  return failed > 0 ? 1 : 0;
});

/** The report; undefined when the registry gave none. */
function read(text: string): AuditReport | undefined {
  try {
    const report = JSON.parse(text) as AuditReport;
    return report.auditReportVersion === 2 ? report : undefined;
  } catch {
    return undefined;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
