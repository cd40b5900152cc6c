// The dependency audit: what is new is reported, what was accepted is not, and what is gone must be taken out.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judge, unpinned, type LockFile } from './advisories.ts';

const ADVISORY = { name: 'left', title: 'Prototype pollution', url: 'https://x.test/1', severity: 'high' };
const REPORT = {
  auditReportVersion: 2,
  // `right` is listed since it depends on `left`.
  vulnerabilities: { left: { via: [ADVISORY] }, right: { via: ['left'] } },
};
const ACCEPTED = { package: 'left', advisory: ADVISORY.url, reason: 'only at build' };

describe('judge', () => {
  it('reports a finding once', () => {
    expect(judge(REPORT, [])).toEqual({ open: [ADVISORY], stale: [] });
  });

  it('lets an accepted finding pass, of that package only', () => {
    expect(judge(REPORT, [ACCEPTED])).toEqual({ open: [], stale: [] });
    const other = { ...ACCEPTED, package: 'right' };
    expect(judge(REPORT, [other])).toEqual({ open: [ADVISORY], stale: [other] });
  });

  it('asks for an accepted finding that is gone to be taken out', () => {
    expect(judge({ ...REPORT, vulnerabilities: {} }, [ACCEPTED]).stale).toEqual([ACCEPTED]);
  });

  it('takes an error of the registry for no report', () => {
    expect(() => judge({}, [])).toThrow('no audit report');
  });
});

describe('unpinned', () => {
  it('names packages without a hash, and from elsewhere than the registry', () => {
    const integrity = 'sha512-abc';
    const packages = {
      '': {},
      'node_modules/a': { integrity },
      'node_modules/b': {},
      'node_modules/c': { integrity, resolved: 'git+ssh://git@x.test/c.git' },
    };
    expect(unpinned({ packages })).toEqual(['node_modules/b', 'node_modules/c']);
  });

  it('finds none in this project', () => {
    expect(unpinned(JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile)).toEqual([]);
  });
});
