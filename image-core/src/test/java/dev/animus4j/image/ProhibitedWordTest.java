package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException.ContentPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A term is found as a whole word, in any script, and never within another one. */
class ProhibitedWordTest {
  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ass        | an ass-kicking contest
          ass        | kick-ass
          ass        | ass‑like
          gun        | the gun's barrel
          gun        | the gun’s barrel
          gun        | l'GUN
          arme       | l’arme du crime
          child abuse| child\u2026 abuse
          child abuse| child -\u2028 abuse
          child abuse| "child" (abuse)
          Waffe      | Die WAFFE!
          straße     | STRASSE
          ısırık     | ISIRIK
          isirik     | ısırık İSİRİK
          убийство   | УБИЙСТВО, кровь
          убийство   | у҉б҉и҉й҉с҉т҉в҉о
          φόνος      | ΦΟΝΟΣ
          φονος      | ο φόνος.
          سلاح       | رجل يحمل سلاح
          سلاح       | السلاح
          سلاح       | والسلاح بالسلاح
          سلاح       | للسلاح
          سلاح       | ســـلاح
          سلاح       | سِلَاح
          دم         | الدم على الأرض
          السلاح     | السلاح
          נשק        | איש עם נשק
          נשק        | נֶשֶׁק
          हथियार      | एक हथियार के साथ
          खून         | खून, मौत
          총         | 총을 든 사람
          총         | 총으로는 안 돼
          총         | 총 든 사람
          마약       | 마약과 술
          마약       | 마약이 있다
          마약       | 마약에서도
          살인       | 살인의 추억
          고양이     | 고양이는 귀엽다
          暴力       | 他用暴力解决问题
          暴力       | 暴 力
          暴力       | 暴，力
          习近平     | 习近平讲话
          中国       | 我爱中国的山
          枪         | 拿着枪的人
          毒品       | 毒品交易
          京都       | 京都に住む
          殺人       | 殺人事件の絵
          がん       | がんは怖い
          ガン       | ｶﾞﾝを持つ
          テロ       | テロの絵
          おっぱい   | いっぱいあるおっぱい
          AV女优     | 看av女优吗
          ดาบ        | มีดาบอยู่
          ปืน        | ทหารถือปืนยิงคน
          ยาเสพติด     | ยาเสพติดให้โทษ
          น้ำ          | ดื่มน้ำเย็น
          ປືນ         | ກຳລັງຖືປືນຢູ່
          သေနတ်       | သေနတ်ကိုင်ထားသူ
          """)
  void isFoundAsAWord(String term, String prompt) {
    assertThat(isRefused(term, prompt)).isTrue();
  }

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ass        | assassins assess a class-action and bass, grass, cassette
          cunt       | Scunthorpe
          cock       | a peacock and a cockpit in Hancock
          sex        | Essex, Middlesex-born sextet
          rape       | grapes, drapery, therapeutic
          hell       | hello shell, he'll
          gun        | guns, begun
          kill       | skillful, a killjoy
          ass        | a\u00ADssassin cl\u200Bass
          Waffe      | Waffeleisen, Schusswaffe, Waffengesetz
          ass        | Fußballpass, Straßenname
          мат        | математика, автомат, матрёшка
          хер        | херувим
          суки       | засуки
          ανα        | ανάσα, ανάλυση
          لد         | ولد
          لب         | كلب
          سلاح       | سلاحف
          الم        | المانيا
          לב         | כלב
          רצח        | רצחני
          खून         | खूनी
          मार         | मारना, कुमार
          총         | 총리, 총각, 권총
          총         | 총의
          사         | 사과
          가         | 가을
          마         | 마을
          성         | 성과
          살인       | 살인자
          中国       | 发展中国家
          毒品       | 消毒品牌
          成人       | 完成人物画
          屠杀       | 大屠杀
          枪         | 枪手
          本人       | 日本人
          京都       | 東京都に住む
          暴力       | 暴力団
          テロ       | ステロイド
          がん       | 頑張ってがんばる
          しね       | しんしねん
          血         | 血まみれの絵
          シ         | シート
          ดาบ        | มีดาบส
          ยิง         | ผู้หญิง
          กลม        | ตากลมเย็น
          มา         | หมายิง
          นา         | น้ำ
          """)
  void isNotFoundWithinAnother(String term, String prompt) {
    assertThat(isRefused(term, prompt)).isFalse();
  }

  private static boolean isRefused(String term, String prompt) {
    try {
      PromptRules.none().withProhibitedTerms(term).check(prompt);
      return false;
    } catch (ContentPolicy refused) {
      return true;
    }
  }
}
