/** How a kernel that draws a token names what it draws from. All are WGSL expressions. */
export interface DrawNames {
  /** Threads that share the logits, and the number of this one. */
  lanes: number;
  lane: string;
  vocabulary: string;
  logit: (token: string) => string;
  /** Whether a token may be drawn. */
  allowed: (token: string) => string;
  temperature: string;
  topP: string;
  /** Whether there is anything that may not be drawn; the same for all threads. */
  limited: string;
  /** A number in (0, 1). */
  uniform: string;
}

/** The workgroup memory that `drawToken` works in; a kernel may use it for other things before and after. */
export const drawMemory = (lanes: number) => /* wgsl */ `
var<workgroup> lane_highest : array<f32, ${lanes}>;
var<workgroup> lane_best : array<u32, ${lanes}>;
var<workgroup> lane_sum : array<f32, ${lanes}>;
var<workgroup> lane_moment : array<f32, ${lanes}>;
`;

/**
 * WGSL statements by which the threads of a workgroup draw a token as drawToken.ref.ts does; afterwards lane 0 has it in `token`, with
 * `log_prob` and `entropy`. Each lane owns a run of consecutive tokens, so that sums over lanes in order are sums in token order, as the inverse
 * of the cumulative distribution needs.
 */
export function drawToken(names: DrawNames): string {
  const { lanes, lane, vocabulary, logit, temperature, topP, limited, uniform } = names;
  const allowed = (token: string) => `(${names.allowed(token)})`;
  const eachLane = (text: string) => /* wgsl */ `for (var j = 0u; j < ${lanes}u; j++) { ${text} }`;
  const weight = (token: string) => `exp((${logit(token)} - top) * scale)`;
  return /* wgsl */ `
    let greedy = ${temperature} == 0.0;
    let scale = 1.0 / select(${temperature}, 1.0, greedy);
    let share = (${vocabulary} + ${lanes - 1}u) / ${lanes}u;
    let begin = min(${lane} * share, ${vocabulary});
    let end = min(begin + share, ${vocabulary});

    // The largest logit of all, for the policy's log-prob, and the largest that is allowed.
    var highest = -3.4e38;
    var best = ${vocabulary};
    for (var v = begin; v < end; v++) {
      highest = max(highest, ${logit('v')});
      if (${allowed('v')} && (best == ${vocabulary} || ${logit('v')} > ${logit('best')})) { best = v; }
    }
    lane_highest[${lane}] = highest;
    lane_best[${lane}] = best;
    workgroupBarrier();
    for (var j = 0u; j < ${lanes}u; j++) {
      highest = max(highest, lane_highest[j]);
    }
    best = ${vocabulary};
    for (var j = 0u; j < ${lanes}u; j++) {
      let other = lane_best[j];
      if (other < ${vocabulary} && (best == ${vocabulary} || ${logit('other')} > ${logit('best')})) { best = other; }
    }
    let top = ${logit('best')};

    var sum = 0.0;
    var moment = 0.0;
    for (var v = begin; v < end; v++) {
      let d = (${logit('v')} - highest) * scale;
      sum += exp(d);
      moment += exp(d) * d;
    }
    lane_sum[${lane}] = sum;
    lane_moment[${lane}] = moment;
    workgroupBarrier();
    var total = 0.0;
    var total_moment = 0.0;
    if (${lane} == 0u) {
      ${eachLane('total += lane_sum[j]; total_moment += lane_moment[j];')}
    }

    // What is drawn from: the allowed tokens whose logit is no less than this.
    var least = -3.4e38;
    if (${limited}) {
      workgroupBarrier();
      var mass = 0.0;
      for (var v = begin; v < end; v++) {
        if (${allowed('v')}) { mass += ${weight('v')}; }
      }
      lane_sum[${lane}] = mass;
      lane_highest[${lane}] = top;
      workgroupBarrier();
      if (${topP} < 1.0) {
        var most = 0.0;
        ${eachLane('most += lane_sum[j];')}
        most *= ${topP};
        for (var v = begin; v < end; v++) {
          if (!${allowed('v')} || ${logit('v')} >= lane_highest[${lane}]) { continue; }
          var above = 0.0;
          for (var u = 0u; u < ${vocabulary}; u++) {
            if (${allowed('u')} && ${logit('u')} > ${logit('v')}) { above += ${weight('u')}; }
          }
          if (above < most) { lane_highest[${lane}] = ${logit('v')}; }
        }
        workgroupBarrier();
        least = top;
        ${eachLane('least = min(least, lane_highest[j]);')}
        mass = 0.0;
        for (var v = begin; v < end; v++) {
          if (${allowed('v')} && ${logit('v')} >= least) { mass += ${weight('v')}; }
        }
        lane_sum[${lane}] = mass;
        workgroupBarrier();
      }
    }

    var token = best;
    var log_prob = 0.0;
    var entropy = 0.0;
    if (${lane} == 0u) {
      if (!greedy) {
        var drawn_from = 0.0;
        ${eachLane('drawn_from += lane_sum[j];')}
        let threshold = drawn_from * ${uniform};
        // The lane that holds the token: where rounding carries the sum past the end, the last one that has any.
        var cumulated = 0.0;
        var before = 0.0;
        var owner = 0u;
        for (var j = 0u; j < ${lanes}u && cumulated <= threshold; j++) {
          if (lane_sum[j] <= 0.0) { continue; }
          owner = j;
          before = cumulated;
          cumulated += lane_sum[j];
        }
        cumulated = before;
        for (var v = owner * share; v < min(owner * share + share, ${vocabulary}) && cumulated <= threshold; v++) {
          if (!${allowed('v')} || ${logit('v')} < least) { continue; }
          token = v;
          cumulated += ${weight('v')};
        }
      }
      let log_sum = log(total);
      log_prob = (${logit('token')} - highest) * scale - log_sum;
      entropy = log_sum - total_moment / total;
    }`;
}
