"""What anybody may ask about a constancia, without an account: is it ours, does it still stand?"""
