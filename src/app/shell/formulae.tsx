import styles from './formulae.module.css';

/** The paper's equations as MathML, so that they are text: selectable, zoomable and read aloud. */

const role = (name: string) => <mtext>{name}</mtext>;

/** Equation 4: what a proposer earns for a valid task. */
export function LearnabilityReward() {
  return (
    <math display="block">
      <msub>
        <mi>r</mi>
        {role('propose')}
      </msub>
      <mo>=</mo>
      <mtable className={styles.cases}>
        <mtr>
          <mtd>
            <mn>0</mn>
          </mtd>
          <mtd>
            <mtext>if&nbsp;</mtext>
            <mi>s</mi>
            <mo>=</mo>
            <mn>0</mn>
            <mtext>&nbsp;or&nbsp;</mtext>
            <mi>s</mi>
            <mo>=</mo>
            <mn>1</mn>
          </mtd>
        </mtr>
        <mtr>
          <mtd>
            <mn>1</mn>
            <mo>−</mo>
            <mi>s</mi>
          </mtd>
          <mtd>
            <mtext>otherwise</mtext>
          </mtd>
        </mtr>
      </mtable>
    </math>
  );
}

/** Equations 5 and 6: what a solver earns. */
export function SolverReward() {
  const rows = [
    ['+1', 'the answer equals the truth'],
    ['−0.5', 'it is well formed and wrong'],
    ['−1', 'it is ill-formed'],
  ];
  return (
    <math display="block">
      <msub>
        <mi>r</mi>
        {role('solve')}
      </msub>
      <mo>=</mo>
      <mtable className={styles.cases}>
        {rows.map(([value, when]) => (
          <mtr key={value}>
            <mtd>
              <mn>{value}</mn>
            </mtd>
            <mtd>
              <mtext>if {when}</mtext>
            </mtd>
          </mtr>
        ))}
      </mtable>
    </math>
  );
}

/** Equation 8: the task-relative advantage. */
export function TaskRelativeAdvantage() {
  const perStream = (symbol: string) => (
    <msub>
      <mi>{symbol}</mi>
      <mtext>task, role</mtext>
    </msub>
  );
  return (
    <math display="block">
      <msub>
        <mi>A</mi>
        <mtext>task, role</mtext>
      </msub>
      <mo>=</mo>
      <mfrac>
        <mrow>
          <mi>r</mi>
          <mo>−</mo>
          {perStream('μ')}
        </mrow>
        {perStream('σ')}
      </mfrac>
    </math>
  );
}
