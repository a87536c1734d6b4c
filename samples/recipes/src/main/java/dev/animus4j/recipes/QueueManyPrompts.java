package dev.animus4j.recipes;

import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.queue.ImageQueue;
import dev.animus4j.image.queue.ImageTicket;
import dev.animus4j.image.queue.ImageTicket.State;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Queues many prompts, two at a time and round-robin by user, and prints the progress of each. */
public final class QueueManyPrompts {
  private QueueManyPrompts() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    ImageQueue queue = new ImageQueue(RecipeImageModel.create(vertx), 2, 100);

    List<ImageTicket> tickets = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      tickets.add(queue.submit("anna", ImageRequest.of("Lighthouse number " + i)));
    }
    tickets.add(queue.submit("ben", ImageRequest.of("A red fox")));
    tickets.get(4).cancel();

    Flowable.fromIterable(tickets)
        .flatMap(ticket -> ticket.states().map(state -> line(ticket, state)))
        .blockingForEach(System.out::println);
    vertx.close().await();
  }

  private static String line(ImageTicket ticket, State state) {
    String what = ticket.key() + ": " + ticket.request().prompt() + ": ";
    if (state instanceof State.Queued queued) {
      return what + "waiting, number " + queued.position();
    }
    return what + state.getClass().getSimpleName();
  }
}
