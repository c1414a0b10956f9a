import type { HTMLAttributes } from 'react';

type MathElement = HTMLAttributes<HTMLElement> & {
  display?: 'block' | 'inline';
  columnalign?: string;
  mathvariant?: 'normal';
};

/** The MathML elements that the app writes formulae with; React renders them, its types leave them out. */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      math: MathElement;
      mrow: MathElement;
      mi: MathElement;
      mo: MathElement;
      mn: MathElement;
      mtext: MathElement;
      mfrac: MathElement;
      msub: MathElement;
      msup: MathElement;
      mtable: MathElement;
      mtr: MathElement;
      mtd: MathElement;
    }
  }
}
