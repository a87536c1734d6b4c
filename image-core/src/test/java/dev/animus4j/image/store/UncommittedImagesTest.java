package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.png;
import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import java.net.URI;
import org.junit.jupiter.api.Test;

class UncommittedImagesTest {
  private final ImageStore store = ImageStore.inMemory(1 << 20);
  private final UncommittedImages images = new UncommittedImages(store);

  @Test
  void thoseThatAreNotCommittedAreDeleted() {
    URI told = add();
    URI untold = add();
    images.commit(told);

    images.delete().blockingAwait();

    assertThat(isStored(told)).isTrue();
    assertThat(isStored(untold)).isFalse();
  }

  @Test
  void oneThatComesAfterTheCallerHasLeftIsDeletedAtOnce() {
    URI before = add();

    images.close();
    URI after = add();

    assertThat(isStored(before)).isFalse();
    assertThat(isStored(after)).isFalse();
  }

  private URI add() {
    URI location = store.write("any", Flowable.just(png(3, 4))).blockingGet().location();
    images.add(location);
    return location;
  }

  private boolean isStored(URI location) {
    return store.list().any(stored -> stored.location().equals(location)).blockingGet();
  }
}
