extension Grammar {
  /// What ``vocabulary`` of ``english`` is, without making the grammar, which takes some 60 ms: a program that only
  /// reads the grammar's words starts at once. A test holds both together.
  public static let englishWords = """
    , . ? A An Anna Are Ben Did He Is It Lucy Many My No Our She Some That The These They This Those Three Tom Two
    Was Were What Where Who Yes a afraid always an and angry apple apples are ate bag bags ball balls basket baskets
    bear bears beautiful because bed beds behind big bike bikes bird birds black blue boat boats book books bought
    box boxes boy boys brave broke brown but buy cake cakes car carried carry cars cat cats chair chairs chase
    chased child children clean clever close closed cloudy coat coats cold cow cows cried cry did dirty do doctor
    doctors does dog dogs doll dolls door doors drank drink duck ducks eat egg eggs empty farmer farmers fed feed
    field fields find flew flies flower flowers fly follow followed forest forests found fox foxes garden gardens
    gave girl girls give good got green happily happy has hat hats have he hear heard heavy help helped her hid hide
    him his horse horses hot house houses hungry in interesting is it kind king kings kite kites letter letters like
    likes little long lost loudly love loves man many mat mats men mice milk mouse my near never new not often old
    on open opened our over paint painted park parks play played plays proud put queen queens quickly quiet quietly
    rabbit rabbits rainy ran read red river rivers run runs sad sadly sang sat saw school schools see she shirt
    shirts sick sing sings sit sits sleep sleeps slept slowly small sofa sofas soft some stand stood student
    students sunny swam sweet swim swims table tables tall teacher teachers that the their them these they thirsty
    this those three tired to today tree trees two under very visit visited wait waited walk walked walks want wants
    warm was wash washed watch watched water weather were white who window windows windy with woman women work
    worked works write wrote yellow yesterday young
    """.split(whereSeparator: \.isWhitespace).map(String.init)
}
