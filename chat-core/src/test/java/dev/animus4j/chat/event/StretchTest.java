package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class StretchTest {
  private static ChatEvent delta(long sequence, String content) {
    return new MessageTokens(new Stamp("c", "x", sequence, Instant.EPOCH), content);
  }

  @Property
  void itIsAsHeavyAsWhatCameTogether(@ForAll @Size(min = 1, max = 40) List<String> words) {
    Stretch stretch = new Stretch(delta(1, words.get(0)));
    long weight = stretch.weight();
    for (int i = 1; i < words.size(); i++) {
      weight += stretch.add(delta(i + 1, words.get(i)));
    }
    assertThat(stretch.weight()).isEqualTo(weight);
  }
}
