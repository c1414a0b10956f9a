import { useEffect, useState } from 'react';
import { type Evidence, parseEvidence } from '../../core/evidence/evidence.ts';
import { type EvidenceRow, evidenceRows } from '../../core/evidence/evidenceRows.ts';

const FILE = './evidence.json';

export type EvidenceState = Pick<Evidence, 'results' | 'specialists'> & { rows: EvidenceRow[]; problem?: string };

let loading: Promise<EvidenceState> | undefined;

/** The shipped results as rows, or undefined until they are there. Without the file every row reads "not run", and a sentence says why. */
export function useEvidence(): EvidenceState | undefined {
  const [state, setState] = useState<EvidenceState>();
  useEffect(() => {
    loading ??= load();
    void loading.then(setState);
  }, []);
  return state;
}

async function load(): Promise<EvidenceState> {
  try {
    const response = await fetch(FILE);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const evidence = parseEvidence(await response.text());
    return { ...evidence, rows: evidenceRows(evidence) };
  } catch (error) {
    loading = undefined;
    const reason = error instanceof Error ? error.message : String(error);
    return {
      rows: evidenceRows({ results: [] }),
      results: [],
      specialists: [],
      problem: `The recorded results could not be loaded (${reason}). Open this view again to try once more.`,
    };
  }
}
