package dev.animus4j.checks.simulation;

import dev.animus4j.chat.guard.Verdict;
import io.reactivex.rxjava3.core.Single;
import java.util.function.Supplier;

/**
 * What somebody thinks of something.
 *
 * @param verdict what he says; he may never say anything, and may throw when he is asked
 * @param judged what must come of it
 */
record Opinion(Supplier<Single<Verdict>> verdict, Judged judged) {}
