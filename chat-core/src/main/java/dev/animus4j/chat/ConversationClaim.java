package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.Tenure;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claim of a conversation: the right to write to it, and the records that end what was running.
 *
 * @param leaseTerm that of the node when it asked for the claim
 * @param interrupted to be stored first
 */
record ConversationClaim(Tenure tenure, long leaseTerm, List<PendingRecord> interrupted) {
  private static final Logger LOG = LoggerFactory.getLogger(ConversationClaim.class);

  private static final PendingRecord.Listener UNAWAITED =
      new PendingRecord.Listener() {
        @Override
        public void onStored(@Nullable ChatEvent event) {}

        @Override
        public void onFailure(Throwable cause) {
          LOG.warn("An interrupted exchange was not ended: {}", cause.toString());
        }
      };

  /** The claim of which this is the tenure, with what was running read from the ledger. */
  static Single<ConversationClaim> of(
      Tenure tenure, long leaseTerm, String conversationId, Ledger ledger) {
    return Flowable.fromIterable(tenure.head().running())
        .concatMapSingle(
            exchangeId ->
                ledger
                    .eventsOf(conversationId, exchangeId)
                    .map(events -> new InterruptedExchange(exchangeId, events)))
        .concatMapIterable(interrupted -> interrupted.records(UNAWAITED))
        .toList()
        .map(records -> new ConversationClaim(tenure, leaseTerm, records));
  }
}
