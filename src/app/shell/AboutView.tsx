import { taskTypes } from '../../core/tasks/taskType.ts';
import { useStore } from '../store.ts';
import { TypeGlyph } from '../style/TypeGlyph.tsx';
import { typeNames } from '../style/typeNames.ts';
import styles from './AboutView.module.css';
import { LearnabilityReward, SolverReward, TaskRelativeAdvantage } from './formulae.tsx';
import { loopPhases, phaseTexts } from './phaseTexts.ts';

const hidden = {
  deduction: 'the output',
  abduction: 'the input',
  induction: 'the program and the other half of the pairs',
};

function Tasks() {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">The solver is given</th>
            <th scope="col">and must find</th>
            <th scope="col">What it never sees</th>
          </tr>
        </thead>
        <tbody>
          {taskTypes.map((type) => (
            <tr key={type}>
              <th scope="row">
                <TypeGlyph type={type} named />
              </th>
              <td>{typeNames[type].given}</td>
              <td>{typeNames[type].find}</td>
              <td>{hidden[type]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The algorithm in plain words, what each panel shows, and where it comes from. */
export function AboutView() {
  const setView = useStore((store) => store.setView);
  return (
    <article className={styles.article}>
      <h2>How to read this</h2>
      <p className={styles.lead}>
        A small language model sits in this page. Nobody gives it exercises. It invents Python tasks, tries to solve
        them, and a Python interpreter says what is true. From that alone it learns. This is <em>Absolute Zero</em>{' '}
        self-play, small enough to watch.
      </p>

      <h3>One step of the loop</h3>
      <p>
        One model plays two roles: the proposer and the solver. Each step goes through six phases, lit in turn above.
      </p>
      <dl className={styles.phases}>
        {loopPhases.map((phase) => (
          <div key={phase}>
            <dt>{phase}</dt>
            <dd>{phaseTexts[phase]}</dd>
          </div>
        ))}
      </dl>

      <h3>Three kinds of task</h3>
      <p>
        A task is a program, an input and the output that the program gives. Hide one of the three, and there is
        something to reason about. With two roles that makes six streams, and six curves in the rewards. The setting
        “Error type” adds a fourth kind, as the paper’s code has it: which exception does this program raise? The
        shipped base models have never seen that, so a run with it begins with a short lesson.
      </p>
      <Tasks />

      <h3>What is rewarded</h3>
      <p>
        The proposer earns something for tasks that the solver can almost do. The model tries each of its own new tasks
        n times; s is the share of attempts that succeed:
      </p>
      <LearnabilityReward />
      <p>A proposal that is no valid task earns −1. The solver earns</p>
      <SolverReward />
      <p>
        Rewards of different streams cannot be compared, so each is measured against its own stream’s mean μ and
        deviation σ. This is the paper’s task-relative advantage:
      </p>
      <TaskRelativeAdvantage />
      <p>
        In the preset <code>paper.1</code> that advantage drives the update: completions that did better than their
        stream become likelier, the others less likely. The preset <code>default.4</code>, which the recorded run shows,
        learns in a plainer way that carries further at this size: it raises the likelihood of answers that the
        interpreter verified, fresh and replayed, and of inductions that are made of its own proposals, and proposes at
        most one line beyond what is already solved. Its attention falls off with distance, from the base model on. Both
        compute and show the same rewards; the rewards panel says which of them trains.
      </p>

      <h3>What you are looking at</h3>
      <dl className={styles.phases}>
        <div>
          <dt>
            <button type="button" className={styles.link} onClick={() => setView('rewards')}>
              Rewards and frontier
            </button>
          </dt>
          <dd>
            The frontier is the picture to watch: how many held-out tasks of each depth the model solves, over time. The
            dashed line marks the deepest program that it was ever shown before self-play. What happens above that line,
            it found by itself.
          </dd>
        </div>
        <div>
          <dt>
            <button type="button" className={styles.link} onClick={() => setView('buffer')}>
              Task buffer
            </button>
          </dt>
          <dd>Every task that the model invented and the interpreter accepted, and every refusal with its reason.</dd>
        </div>
        <div>
          <dt>
            <button type="button" className={styles.link} onClick={() => setView('thoughts')}>
              Live chain of thought
            </button>
          </dt>
          <dd>
            What the model writes while it proposes and solves. Lines that state a variable’s value are checked against
            the interpreter’s trace: a right answer can rest on false reasoning.
          </dd>
        </div>
        <div>
          <dt>
            <button type="button" className={styles.link} onClick={() => setView('lab')}>
              Lab
            </button>
          </dt>
          <dd>Your own program, run line by line, and handed to the model as a task.</dd>
        </div>
      </dl>

      <h3>What it knows beforehand</h3>
      <p>
        “Zero” means no tasks from people during self-play. It does not mean no knowledge: the models of the paper had
        read trillions of words. The model here has read only short random programs with their traces (in the language
        of lists at most three statements, in the others at most five lines that run), and the setting{' '}
        <em>Prior knowledge</em> takes even that away, down to random weights.
      </p>
      <p>
        One piece of help is built into the environment: in deduction and abduction an answer ends when it has as many
        lines as the program runs on the task’s own input. The model does not decide when to stop there.
      </p>

      <h3>What is real</h3>
      <p>
        Everything on the page is computed from the log of the run on display. A recording is a run of this program,
        saved and replayed, and always marked as one. The interpreter is written for this page: programs cannot reach
        outside it, and each has a budget of steps and memory.
      </p>

      <h3>Where it comes from</h3>
      <p>
        The method is by Andrew Zhao, Yiran Wu, Yang Yue, Tong Wu, Quentin Xu, Matthieu Lin, Shenzhi Wang, Qingyun Wu,
        Zilong Zheng and Gao Huang: <cite>Absolute Zero: Reinforced Self-play Reasoning with Zero Data</cite> (2025),{' '}
        <a href="https://arxiv.org/abs/2505.03335" target="_blank" rel="noreferrer">
          arXiv 2505.03335
        </a>
        . This playground is independent of its authors.
      </p>
    </article>
  );
}
