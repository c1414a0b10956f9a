import type { Attributes, HTMLAttributes } from 'react';

type MathElement = Attributes &
  HTMLAttributes<HTMLElement> & {
    display?: 'block' | 'inline';
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
